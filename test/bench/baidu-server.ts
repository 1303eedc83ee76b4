import { createServer } from 'node:http';

/** Says yes to every renewal as Baidu does: 200, a request id, no body. */
const headers = { 'x-bce-request-id': '3ef091f6-37a4-450c-b8a9-ce64a2e80b27', 'content-length': 0 };

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    response.writeHead(200, headers);
    response.end();
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') console.log(address?.port);
});
