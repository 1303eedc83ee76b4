import { readRoutes } from './read-routes.ts';
import type { Route } from './route.ts';
import { runRoutes } from './run-routes.ts';
import { serviceRoutes } from './service-routes.ts';
import { writeRoutes } from './write-routes.ts';

export const routes: readonly Route[] = [...serviceRoutes, ...readRoutes, ...writeRoutes, ...runRoutes];
