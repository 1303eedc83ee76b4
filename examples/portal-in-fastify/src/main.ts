import { connect } from '@polynat/example-connect';
import { localLink } from '@polynat/server';
import { openApp } from './app.ts';

const link = localLink();
const app = openApp(await connect(), '.polynat', link);
await app.listen({ port: 3000, host: '127.0.0.1' });
console.log(link.linkFor('http://127.0.0.1:3000/nat'));
