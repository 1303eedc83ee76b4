import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** Values stay text, since `0012` and `1.10` are names as often as numbers; attributes are dropped, no cloud uses them. */
const parser = new XMLParser({
  ignoreDeclaration: true,
  ignoreAttributes: true,
  parseTagValue: false,
  htmlEntities: true,
});

/** What may begin with `<!`, and how it ends. */
const opaque = [
  { begin: '<![CDATA[', end: ']]>' },
  { begin: '<!--', end: '-->' },
] as const;

/**
 * The content of the root element, whose own name only repeats the operation. An element that occurs twice is an array, an empty
 * one is empty text. Throws a plain error when the text is cut short, declares entities or uses the names of prototypes.
 */
export function parseXml(text: string): unknown {
  if (declaresSomething(text)) throw new Error('document types and entities are refused');
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) throw new Error(verdict.err.msg);
  return rootOf(parser.parse(text));
}

/** Whether there is a document type, an entity or the like, outside of texts and comments. */
function declaresSomething(text: string): boolean {
  let at = text.indexOf('<!');
  while (at >= 0) {
    const part = opaque.find(({ begin }) => text.startsWith(begin, at));
    const end = part ? text.indexOf(part.end, at + part.begin.length) : -1;
    if (end < 0) return true;
    at = text.indexOf('<!', end);
  }
  return false;
}

function rootOf(document: Readonly<Record<string, unknown>>): unknown {
  const [root, ...others] = Object.values(document);
  if (others.length > 0 || Array.isArray(root)) throw new Error('there is more than one root element');
  return root;
}
