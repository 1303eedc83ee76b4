/** Puts generated text between `<!-- generated: name -->` and `<!-- end -->`; the rest of a page is written by hand. */
export function fill(page: string, parts: Readonly<Record<string, string>>): string {
  return page.replace(
    /(<!-- generated: ([\w-]+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_whole, begin: string, name: string, end: string) => {
      const part = parts[name];
      if (part === undefined) throw new Error(`nothing generates "${name}"`);
      return `${begin}\n${part}\n\n${end}`;
    },
  );
}
