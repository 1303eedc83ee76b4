import type { HttpReply } from '../../http.ts';
import type { ApiFault } from './fault.ts';
import type { Fields } from './wire.ts';
import { jsonType, writeJson } from './wire-json.ts';
import { writeXml, xmlType } from './wire-xml.ts';

export interface ReplyFrame {
  readonly format: 'JSON' | 'XML';
  readonly requestId: string;
  readonly host: string;
}

export function success(frame: ReplyFrame, operation: string, fields: Fields): HttpReply {
  return write(frame, 200, `${operation}Response`, { RequestId: frame.requestId, ...fields });
}

/** The error envelope; Recommend links to the public explanation of the code. */
export function failure(frame: ReplyFrame, fault: ApiFault): HttpReply {
  return write(frame, fault.status, 'Error', {
    RequestId: frame.requestId,
    HostId: frame.host,
    Code: fault.code,
    Message: fault.message,
    Recommend: `https://error-center.aliyun.com/status/search?Keyword=${fault.code}&source=PopGw`,
  });
}

function write(frame: ReplyFrame, status: number, root: string, fields: Fields): HttpReply {
  const xml = frame.format === 'XML';
  return {
    status,
    headers: { 'content-type': xml ? xmlType : jsonType, 'x-acs-request-id': frame.requestId },
    body: xml ? writeXml(root, fields) : writeJson(fields),
  };
}
