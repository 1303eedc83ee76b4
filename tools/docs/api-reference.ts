import { type Declaration, declarationsOf } from './declarations.ts';
import { type PublicPackage, root } from './packages.ts';

const titles = [
  ['class', 'Classes'],
  ['function', 'Functions'],
  ['value', 'Values'],
  ['type', 'Types'],
] as const;

/** One page per package: each export of each door with its doc comment and its signature. */
export function apiPage({ path, name, description, doors }: PublicPackage): string {
  const sections = doors.map(({ door, file }) => {
    const heading = door === '.' ? '' : `\n## \`${name}${door.slice(1)}\`\n`;
    return `${heading}${groups(declarationsOf(`${root}${path}/${file}`), door === '.' ? '##' : '###')}`;
  });
  return `# ${name}

${description}. [About the package](../../${path}/README.md).

Generated from the doc comments of the sources by \`npm run docs\`.
${sections.join('')}`;
}

function groups(declarations: readonly Declaration[], level: string): string {
  return titles
    .map(([kind, title]) => [title, declarations.filter((one) => one.kind === kind)] as const)
    .filter(([, members]) => members.length > 0)
    .map(
      ([title, members]) => `\n${level} ${title}\n${members.map((one) => entry(one, `${level}#`)).join('')}`,
    )
    .join('');
}

const entry = ({ name, comment, signature }: Declaration, level: string): string => `
${level} ${name}
${comment === '' ? '' : `\n${comment}\n`}
\`\`\`ts
${signature}
\`\`\`
`;
