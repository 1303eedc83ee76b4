import { isTable, type Text } from './table.ts';

/** How a command prints its result. */
export const formats = ['table', 'wide', 'json', 'yaml', 'csv', 'name'] as const;
export type Format = (typeof formats)[number];

/** How progress and notes are reported on standard error. `json`: one object per line (NDJSON). */
export const progressForms = ['text', 'json', 'none'] as const;
export type ProgressForm = (typeof progressForms)[number];

/** Every column and row as RFC 4180 has it, titles first. Plain text stays as it is. */
export function csvOf(text: Text): string {
  if (typeof text === 'string') return text;
  if (!isTable(text)) return lines([Object.keys(text.facts), Object.values(text.facts)]);
  return lines([text.titles, ...text.rows.map((row) => row.map((cell) => cell.text))]);
}

/** The names alone, one per line: refs of gateways, ids of rules. Plain text stays as it is. */
export function namesOf(text: Text): string {
  if (typeof text === 'string') return text;
  if (!isTable(text)) return `${Object.values(text.facts)[0] ?? ''}\n`;
  return text.rows.map((row) => `${row[text.naming]?.text ?? ''}\n`).join('');
}

const lines = (rows: readonly (readonly (string | undefined)[])[]): string =>
  rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('');

const quoted = (value = ''): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
