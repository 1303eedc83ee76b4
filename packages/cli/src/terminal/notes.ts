import type { Io } from './io.ts';

/** Tells a person something beside the result. A program gets `data` in place of the text. */
export function note(io: Io, text: string, data: object = { type: 'notice', text }): void {
  if (io.progress === 'text') io.err(`${text}\n`);
  else tellProgram(io, data);
}

export function tellProgram({ progress, err }: Io, data: object): void {
  if (progress === 'json') err(`${JSON.stringify(data)}\n`);
}
