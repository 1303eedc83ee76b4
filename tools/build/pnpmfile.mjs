/** The package manager asks this file for the manifest of each package it packs. */
import { publishedManifest } from './published-manifest.js';

export const hooks = { beforePacking: publishedManifest };
