export { type Configuration, configurationJsonSchema, readConfiguration } from './clouds/configuration.ts';
export { main } from './main.ts';
