/**
 * The same object with some members replaced. Its methods keep their `this`, since an object of somebody else's class may have private
 * fields; it stands on a copy, since members of a frozen object cannot be shown otherwise.
 */
export const overridden = <T extends object>(original: T, memberFor: (name: string | symbol) => unknown): T =>
  new Proxy({ ...original }, { get: (_, name) => memberFor(name) ?? memberOf(original, name) });

export function memberOf(object: object, name: string | symbol): unknown {
  const member: unknown = Reflect.get(object, name, object);
  return typeof member === 'function' ? member.bind(object) : member;
}
