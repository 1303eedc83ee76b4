import { plain } from './escape.ts';
import { counted, type Drawable, type Flow, pictureOf } from './picture.ts';

/** A gateway as lines for a terminal: each public IP with its rules. */
export function textOf(drawable: Drawable): string {
  const { title, network, groups } = pictureOf(drawable);
  const rules = groups.reduce((sum, { flows }) => sum + flows.length, 0);
  const head = `${title} in ${network}: ${counted(drawable.addresses.length, 'public IP')}, ${counted(rules, 'rule')}`;
  const lines = groups.flatMap(({ ips, note, flows }) => [
    '',
    [ips.join(' + '), note].filter(Boolean).join('  '),
    ...(flows.length > 0 ? flows.map(lineOf) : ['  no rule']),
  ]);
  return `${[head, ...lines].map(plain).join('\n')}\n`;
}

const lineOf = ({ kind, inside, outside, name }: Flow): string =>
  [
    kind === 'SNAT' ? `  ◀── SNAT  ${inside}` : `  ──▶ DNAT  ${outside} → ${inside}`,
    ...(name ? [name] : []),
  ].join('  ');
