import { createServer } from 'node:http';
import { page } from './gateways.ts';

const body = Buffer.from(page(10_000));
const headers = { 'content-type': 'application/json;charset=utf-8', 'content-length': body.length };

const server = createServer((request, response) => {
  request.resume();
  response.writeHead(200, headers);
  response.end(body);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') console.log(address?.port);
});
