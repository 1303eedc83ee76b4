#!/usr/bin/env node
import module from 'node:module';

// Node 22.8 and later keep what they compiled, and the next command starts sooner.
module.enableCompileCache?.();
const { main } = await import('../dist/main.js');

process.exitCode = await main(process.argv.slice(2));
