/** A provider's codes, spelled as the provider spells them, with space between them: codes`Throttling Throttling.User`. */
export const codes = ([text = '']: TemplateStringsArray): readonly string[] => text.trim().split(/\s+/);
