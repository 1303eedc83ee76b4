import type { Fields, Value } from './wire.ts';

export const xmlType = 'text/xml;charset=utf-8';

const DECLARATION = "<?xml version='1.0' encoding='UTF-8' ?>";

/** Fields whose XML name differs from their JSON name (ConvertBandwidthPackage prints both). */
const xmlNames: Readonly<Record<string, string>> = { ConvertInstanceId: 'ConvertInstanceid' };

/** A list becomes its element repeated; everything else nests under its own name. */
export function writeXml(root: string, fields: Fields): string {
  return `${DECLARATION}${element(root, fields)}`;
}

function element(name: string, value: Value): string {
  if (isList(value)) return value.map((item) => element(name, item)).join('');
  const tag = xmlNames[name] ?? name;
  return `<${tag}>${content(value)}</${tag}>`;
}

function content(value: Exclude<Value, readonly Value[]>): string {
  if (typeof value !== 'object') return escapeText(String(value));
  return Object.entries(value)
    .map(([name, inner]) => element(name, inner))
    .join('');
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Characters XML 1.0 cannot carry at all are left out. */
function escapeText(text: string): string {
  return text
    .replace(/[&<>]/g, (character) => entities[character] ?? character)
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');
}
