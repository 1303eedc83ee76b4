/** What a piece of text is to its reader; which colour that is, only this file knows. */
export type Tone = 'good' | 'bad' | 'busy' | 'faint' | 'strong';

/** Escape codes that switch it on and off, ECMA-48 § 8.3.117. */
const codes: Readonly<Record<Tone, readonly [on: number, off: number]>> = {
  good: [32, 39],
  bad: [31, 39],
  busy: [33, 39],
  faint: [2, 22],
  strong: [1, 22],
};

export function paint(text: string, tone: Tone | undefined, colour: boolean): string {
  if (!colour || tone === undefined || text === '') return text;
  const [on, off] = codes[tone];
  return `\u001b[${on}m${text}\u001b[${off}m`;
}

const tones: Readonly<Record<string, Tone>> = {
  available: 'good',
  done: 'good',
  creating: 'busy',
  updating: 'busy',
  deleting: 'busy',
  pending: 'busy',
  queued: 'busy',
  running: 'busy',
  waiting: 'busy',
  suspended: 'bad',
  interrupted: 'bad',
  failed: 'bad',
  'rollback-failed': 'bad',
  unreadable: 'bad',
};

export const toneOfState = (state: string): Tone | undefined => tones[state];
