import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { compose } from './clouds.ts';
import { Report } from './report.ts';

const [file = 'clouds.json'] = process.argv.slice(2);
const container = compose(JSON.parse(readFileSync(file, 'utf8')));
for (const line of await container.get(Report).lines()) console.log(line);
await container.unbindAllAsync();
