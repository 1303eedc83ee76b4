/** One event of a server-sent stream. */
export interface ServerEvent {
  readonly type: string;
  readonly data: string;
  /** Id of the last event that had one: what a new stream is asked to go on after. */
  readonly id: string;
}

/** Reads `text/event-stream` from pieces that end anywhere. */
export class StreamReader {
  #rest = '';
  #id: string;

  constructor(after = '') {
    this.#id = after;
  }

  /** The events that are complete with this piece. */
  read(piece: string): readonly ServerEvent[] {
    const blocks = `${this.#rest}${piece}`.split(/\r?\n\r?\n/);
    this.#rest = blocks.pop() ?? '';
    return blocks.flatMap((block) => this.#event(block));
  }

  #event(block: string): readonly ServerEvent[] {
    let type = 'message';
    const data: string[] = [];
    for (const line of block.split(/\r?\n/)) {
      const [, field, value = ''] = /^(\w+): ?(.*)$/.exec(line) ?? [];
      if (field === 'event') type = value;
      if (field === 'data') data.push(value);
      if (field === 'id') this.#id = value;
    }
    return data.length === 0 ? [] : [{ type, data: data.join('\n'), id: this.#id }];
  }
}
