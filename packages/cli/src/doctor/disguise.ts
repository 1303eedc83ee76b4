/** Members whose values name something of the account. */
const naming =
  /id$|ids$|ids?set$|name|description|remark|ip$|ips$|ipaddress|address|eips?$|cidr|mac|owner|account|user|appid|tag|key$|value$|marker|token|zone(?!id)|domain|by$/i;

/** Names of the protocol and the place, the same for every account. */
const common = /^(code|codedesc|regionid|zoneid|region|zone|requestid|actionname|unit)$/i;

const ipv4 = /^(?:\d{1,3}\.){3}\d{1,3}/;

/** Replaces names, ids and addresses of an account: the same value by the same word, wherever it stands. */
export class Disguise {
  readonly #words = new Map<string, string>();

  of(value: unknown): unknown {
    this.#learn(value, '');
    return this.#replaced(value);
  }

  #learn(value: unknown, name: string): void {
    if (typeof value === 'object' && value !== null) {
      for (const [member, inner] of Object.entries(value))
        this.#learn(inner, Array.isArray(value) ? name : member);
    } else if (isWord(value) && (ipv4.test(`${value}`) || (naming.test(name) && !common.test(name)))) {
      this.#wordFor(`${value}`);
    }
  }

  #wordFor(text: string): void {
    if (this.#words.has(text)) return;
    const number = this.#words.size + 1;
    this.#words.set(text, wordLike(text, number));
  }

  #replaced(value: unknown): unknown {
    if (typeof value === 'string') return this.#words.get(value) ?? this.#insideOf(value);
    if (typeof value === 'number') return Number(this.#words.get(`${value}`) ?? value);
    if (Array.isArray(value)) return value.map((one) => this.#replaced(one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, this.#replaced(inner)]));
  }

  /** A sentence may quote an id. Short words occur in any sentence. */
  #insideOf(text: string): string {
    const quoted = [...this.#words].filter(([word]) => word.length >= 8 && text.includes(word));
    return quoted.reduce((shown, [word, by]) => shown.replaceAll(word, by), text);
  }
}

const isWord = (value: unknown): value is string | number =>
  (typeof value === 'string' && value !== '') || (typeof value === 'number' && value > 9_999);

/** Of the same form: an address of the blocks for documentation (RFC 5737, RFC 2544), a number, the kind of an id. */
function wordLike(text: string, number: number): string {
  if (ipv4.test(text)) return text.replace(ipv4, `198.18.${number >> 8}.${number & 255}`);
  if (/^\d+$/.test(text)) return `${10_000 + number}`;
  const kind = /^([a-z]+)-/.exec(text)?.[1];
  return `${kind ?? 'name'}-${number}`;
}
