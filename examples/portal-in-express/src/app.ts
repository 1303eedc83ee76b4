import { auditLog } from '@polynat/access';
import type { Clouds } from '@polynat/core';
import { createEngine, fileStore } from '@polynat/engine';
import { type Authenticate, createServer, nodeListener } from '@polynat/server';
import express from 'express';

/** Before `express.json()`: the server reads bodies by itself. */
export function openApp(clouds: Clouds, folder: string, authenticate: Authenticate) {
  const engine = createEngine({ store: fileStore(folder) });
  const audit = auditLog({ folder });
  const server = createServer({ clouds, engine, audit, authenticate, basePath: '/nat' });
  const app = express();
  app.all('/nat/*path', nodeListener(server));
  return app;
}
