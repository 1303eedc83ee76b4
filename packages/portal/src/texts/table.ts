/** Texts by their names. `{word}` is filled in. */
export type TextTable = Readonly<Record<string, readonly [english: string, chinese: string]>>;
