import { createServer } from 'node:http';

/** Takes every upgrade as Tencent Cloud does: a task, in the envelope of the version that asks. */
const answers = {
  v2: JSON.stringify({ code: 0, message: '', codeDesc: 'Success', data: { taskId: 9641 } }),
  v3: JSON.stringify({ Response: { TaskId: 9641, RequestId: '3b2f0ac9-7f0a-4b0a-bc4f-0d7a1c8b2d11' } }),
};

const server = createServer((request, response) => {
  const body = request.url?.startsWith('/v2/') ? answers.v2 : answers.v3;
  request.resume();
  request.on('end', () => {
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': body.length,
    });
    response.end(body);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') console.log(address?.port);
});
