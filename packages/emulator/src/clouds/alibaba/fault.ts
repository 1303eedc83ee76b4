/** An error as the caller sees it: HTTP status, code and message. */
export class ApiFault extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'ApiFault';
    this.status = status;
    this.code = code;
  }
}
