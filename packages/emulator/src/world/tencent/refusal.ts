/** A call the state refuses. The wire formats translate the reason into their own code. */
export class TencentRefusal<Reason extends string> extends Error {
  override readonly name = 'Refusal';
  readonly reason: Reason;

  constructor(reason: Reason, message: string) {
    super(message);
    this.reason = reason;
  }
}
