/** Makes declarations that compile in projects unlike this one: without the types of Node or of browsers, and as CommonJS. */

/** Types that Node and browsers declare for everybody. Where neither is loaded, an empty one stands in; elsewhere it changes nothing. */
const everywhere = ['AbortSignal', 'Headers', 'Request', 'Response'];

/** Declarations of zod name it, and have to compile as well. */
const inZod = 'URL';

/** Published as ES modules alone, which CommonJS may import types from only when it says so. */
const onlyModules = ['jose'];

/** @param {string} text */
export function withoutSurroundings(text) {
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
  const named = everywhere.filter((name) => isUsed(name, code) && !isDeclared(name, code));
  const missing = code.includes("from 'zod'") ? [...named, inZod] : named;
  const stands = missing.map((name) => `    interface ${name} {}\n`).join('');
  return [
    ...(code.includes('Symbol.asyncDispose') ? ['/// <reference lib="esnext.disposable" />\n'] : []),
    ...(code.includes("'node:") ? ['/// <reference types="node" />\n'] : []),
    text,
    ...(stands === '' ? [] : [`declare global {\n${stands}}\n`]),
  ].join('');
}

/**
 * @param {string} name
 * @param {string} code
 */
const isUsed = (name, code) => new RegExp(`[:<|(&] *${name}\\b(?!\\.)`).test(code);

/**
 * @param {string} name
 * @param {string} code
 */
const isDeclared = (name, code) =>
  new RegExp(`\\b(?:interface|class|type) ${name}\\b|import[^;]*\\b${name}\\b[^;]*from`).test(code);

/**
 * Copies in a folder whose manifest says that they are CommonJS.
 *
 * @param {ReadonlyMap<string, string>} texts
 * @returns {ReadonlyMap<string, string>}
 */
export function asCommonJs(texts) {
  const copies = [...texts].map(
    ([file, text]) => /** @type {const} */ ([`require/${file}`, importingModules(text)]),
  );
  return new Map([['require/package.json', '{ "type": "commonjs" }\n'], ...copies]);
}

/** @param {string} text */
function importingModules(text) {
  return onlyModules.reduce(
    (changed, name) =>
      changed.replace(
        new RegExp(`import (?:type )?\\{([^}]*)\\} from '${name}';`, 'g'),
        (_whole, names) =>
          `import type {${names.replaceAll(/\btype /g, '')}} from '${name}' with { 'resolution-mode': 'import' };`,
      ),
    text,
  );
}
