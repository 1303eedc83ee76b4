import { auditLog } from '@polynat/access';
import type { Clouds } from '@polynat/core';
import { createEngine, fileStore } from '@polynat/engine';
import { type Authenticate, createServer, nodeListener } from '@polynat/server';
import { fastify } from 'fastify';

export function openApp(clouds: Clouds, folder: string, authenticate: Authenticate) {
  const engine = createEngine({ store: fileStore(folder) });
  const audit = auditLog({ folder });
  const listener = nodeListener(createServer({ clouds, engine, audit, authenticate, basePath: '/nat' }));
  const app = fastify();
  app.register(async (scope) => {
    // The server reads bodies by itself.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _body, done) => done(null));
    scope.all('/nat/*', async (request, reply) => {
      reply.hijack();
      await listener(request.raw, reply.raw);
    });
  });
  return app;
}
