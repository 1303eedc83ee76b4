import { auditLog, rolePolicy } from '@polynat/access';
import type { Clouds } from '@polynat/core';
import { createEngine, fileStore } from '@polynat/engine';
import { createServer, jwt } from '@polynat/server';

export const openPortal = (clouds: Clouds, folder: string) =>
  createServer({
    clouds,
    engine: createEngine({ store: fileStore(folder) }),
    audit: auditLog({ folder }),
    policy: rolePolicy({ approvals: 'second-person' }),
    authenticate: jwt({ issuer: 'https://id.example.com', audience: 'polynat' }),
    hosts: ['portal.example.com'],
  });

export {};
