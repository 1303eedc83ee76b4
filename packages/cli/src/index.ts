export { type Configuration, configurationJsonSchema, readConfiguration } from './configuration.ts';
export { main } from './main.ts';
