import type { Json } from './json.ts';
import type { GivenAnswer, LineOf } from './records.ts';
import type { Answer, AnswerRecord, RefusedAnswer, Waiting } from './waiting.ts';

type WaitLine = LineOf<'asked' | 'answered' | 'answer-refused' | 'expired'>;

/** What came of a `waitFor`. */
export type WaitEnd = Extract<AnswerRecord, { readonly state: 'taken' | 'expired' }>;

/** What a run asked of the outside, and what it was told. */
export class WaitHistory {
  readonly #asked = new Map<string, LineOf<'asked'>>();
  readonly #records: AnswerRecord[] = [];

  apply(line: WaitLine): void {
    const { name, at } = line;
    switch (line.type) {
      case 'asked':
        this.#asked.set(name, line);
        break;
      case 'answered':
        this.#records.push({ name, state: 'taken', ...answerIn(line) });
        break;
      case 'answer-refused':
        this.#records.push({ name, state: 'refused', ...answerIn(line), failure: line.failure });
        break;
      case 'expired':
        this.#records.push({ name, state: 'expired', at });
        break;
    }
  }

  asked(name: string): LineOf<'asked'> | undefined {
    return this.#asked.get(name);
  }

  endOf(name: string): WaitEnd | undefined {
    return this.#records.find((record): record is WaitEnd => record.name === name && hasEnded(record));
  }

  /** How many answers under this name did not fit. */
  refused(name: string): number {
    return this.#refusals(name).length;
  }

  describe(name: string): Waiting {
    const { at: since = 0, until } = this.#asked.get(name) ?? {};
    const last = this.#refusals(name).at(-1);
    return { name, since, ...(until !== undefined && { until }), ...(last && { refused: last }) };
  }

  answers(given: GivenAnswer | undefined): readonly AnswerRecord[] {
    if (!given || 'expired' in given) return [...this.#records];
    return [...this.#records, { name: given.name, state: 'given', ...answerIn(given) }];
  }

  #refusals(name: string): readonly RefusedAnswer[] {
    return this.#records.flatMap((record) =>
      record.name === name && record.state === 'refused'
        ? [{ ...answerIn(record), failure: record.failure }]
        : [],
    );
  }
}

const hasEnded = ({ state }: AnswerRecord): boolean => state === 'taken' || state === 'expired';

const answerIn = ({ value, by, at }: Answer<Json>): Answer => ({ value, by, at });
