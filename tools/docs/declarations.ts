/** Reads emitted declaration files. The compiler has no API for it, and its output is regular enough to be read as text. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Declaration {
  readonly name: string;
  readonly kind: 'class' | 'function' | 'value' | 'type';
  /** The doc comment as plain Markdown; empty when there is none. */
  readonly comment: string;
  readonly signature: string;
}

/** Everything a door exports, followed to the file that declares it. */
export function declarationsOf(door: string): readonly Declaration[] {
  return exportedNames(readFileSync(door, 'utf8'))
    .map(({ name, from }) => declarationIn(from === undefined ? door : fileOf(door, from), name))
    .sort((left, right) => left.name.localeCompare(right.name, 'en'));
}

interface Exported {
  readonly name: string;
  readonly from?: string;
}

function exportedNames(text: string): readonly Exported[] {
  const own = [...text.matchAll(/^export (?:declare )?(?:const|function|class|interface|type) (\w+)/gm)].map(
    ([, name = '']) => ({ name }),
  );
  const listed = [...text.matchAll(/^export (?:type )?\{([^}]*)\}(?: from '([^']+)')?/gm)].flatMap(
    ([, names = '', from]) => namesIn(names).map((name) => exported(name, from ?? importOf(text, name))),
  );
  return [...own, ...listed];
}

const exported = (name: string, from: string | undefined): Exported =>
  from === undefined ? { name } : { name, from };

const namesIn = (list: string): readonly string[] =>
  list
    .split(',')
    .map((name) => name.trim().replace(/^type /, ''))
    .filter(Boolean);

/** Where a name that is exported without `from` was imported from. */
const importOf = (text: string, name: string): string | undefined =>
  [...text.matchAll(/^import (?:type )?\{([^}]*)\} from '([^']+)'/gm)].find(([, names = '']) =>
    namesIn(names).includes(name),
  )?.[2];

/** A name may come from a neighbour: its package exports it by its own door. */
function fileOf(door: string, from: string): string {
  const neighbour = /^@polynat\/(.+)$/.exec(from)?.[1];
  if (neighbour === undefined) return join(dirname(door), from.replace(/\.ts$/, '.d.ts'));
  return door.replace(/(?:packages|adapters)\/[^/]+\/dist\/.*$/, `packages/${neighbour}/dist/index.d.ts`);
}

function declarationIn(file: string, name: string): Declaration {
  const text = readFileSync(file, 'utf8');
  const again = exportedNames(text).find((exported) => exported.name === name && exported.from !== undefined);
  if (again?.from !== undefined) return declarationIn(fileOf(file, again.from), name);
  const heads = [
    ...text.matchAll(
      new RegExp(
        `^(?:export )?(?:declare )?(?:abstract )?(const|function|class|interface|type) ${name}\\b`,
        'gm',
      ),
    ),
  ];
  const [first] = heads;
  if (!first) throw new Error(`${file} does not declare ${name}`);
  return {
    name,
    kind: kinds[first[1] ?? ''] ?? 'type',
    comment: commentBefore(text, first.index),
    signature: heads.map(({ index }) => tidy(text.slice(index, endOf(text, index)))).join('\n'),
  };
}

const kinds: Readonly<Record<string, Declaration['kind']>> = {
  class: 'class',
  function: 'function',
  const: 'value',
};

/** A declaration ends at the first semicolon, or closing brace of a body, outside of all brackets and comments. */
function endOf(text: string, start: number): number {
  const hasBody = /^(?:export )?(?:declare )?(?:abstract )?(?:class|interface)/.test(text.slice(start));
  let depth = 0;
  for (let index = start; index < text.length; index += 1) {
    if (text.startsWith('/*', index)) index = text.indexOf('*/', index) + 1;
    const character = text[index] ?? '';
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth -= 1;
    const ends = hasBody ? character === '}' : character === ';';
    if (depth === 0 && ends) return index + 1;
  }
  return text.length;
}

function commentBefore(text: string, index: number): string {
  const comment = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n$/.exec(text.slice(0, index));
  return (comment?.[1] ?? '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trim())
    .join('\n')
    .trim();
}

const longest = 60;

/** What a reader needs: no `export declare`, no private parts, two spaces, and no page-long inferred schemas. */
function tidy(source: string): string {
  const text = source
    .replace(/^export /, '')
    .replace(/^declare /, '')
    .replace(/^ +#private;\n/m, '')
    .replace(/import\("[^"]+"\)\./g, '')
    .replace(/^( {4})+/gm, (indent) => ' '.repeat(indent.length / 2));
  const schema = /^const (\w+): z\.Zod(\w+)</.exec(text);
  if (schema) return `const ${schema[1]}: z.Zod${schema[2]}<…>;`;
  const lines = text.split('\n');
  return lines.length > longest ? [...lines.slice(0, longest), '  // …'].join('\n') : text;
}
