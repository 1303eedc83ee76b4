/** Every place in a JSON value with its kind: `NatGateways.NatGateway[].Name: string`. */
export function jsonPaths(value: unknown, path = ''): ReadonlySet<string> {
  return new Set(walkJson(value, path));
}

function walkJson(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return [`${path}: list`, ...value.flatMap((item) => walkJson(item, `${path}[]`))];
  if (typeof value !== 'object' || value === null) return [`${path}: ${typeof value}`];
  const members = Object.entries(value).flatMap(([name, inner]) =>
    walkJson(inner, path === '' ? name : `${path}.${name}`),
  );
  return path === '' ? members : [`${path}: object`, ...members];
}

export interface Element {
  readonly name: string;
  readonly children: Element[];
}

/** The element tree of a document without attributes. */
export function parseXml(text: string): Element {
  const top: Element = { name: '', children: [] };
  const open = [top];
  for (const [, closing, name = ''] of text.matchAll(/<(\/?)([A-Za-z]\w*)>/g)) {
    if (closing === '/') {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes something else`);
    } else {
      const element = { name, children: [] };
      open.at(-1)?.children.push(element);
      open.push(element);
    }
  }
  if (open.length !== 1 || top.children.length !== 1) throw new Error('not one closed root element');
  return top.children[0] ?? top;
}

/** Every element of a tree by its path from the root. */
export function xmlPaths(root: Element): ReadonlySet<string> {
  return new Set(walkXml(root, ''));
}

function walkXml({ name, children }: Element, outer: string): string[] {
  const path = outer === '' ? name : `${outer}.${name}`;
  return [path, ...children.flatMap((child) => walkXml(child, path))];
}
