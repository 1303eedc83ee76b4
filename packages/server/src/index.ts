export type { Change } from './changes/change.ts';
export { createService, type Service, type ServiceOptions } from './create-service.ts';
