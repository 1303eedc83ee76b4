export { type Configuration, type NamedCloud, readConfiguration } from './clouds/configuration.ts';
export { configurationJsonSchema } from './clouds/configuration-schema.ts';
export { knownClouds } from './clouds/known.ts';
export { main } from './main.ts';
