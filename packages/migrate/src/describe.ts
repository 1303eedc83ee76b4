import { type DnatSpec, describePorts, describeSource, type SnatSpec } from '@polynat/core';

export const describeDnat = ({
  protocol,
  public: outside,
  private: inside,
}: Pick<DnatSpec, 'protocol' | 'public' | 'private'>): string =>
  `${protocol} ${outside.address}:${describePorts(outside.ports)} to ${inside.address}:${describePorts(inside.ports)}`;

export const describeSnat = ({ source, through }: Pick<SnatSpec, 'source' | 'through'>): string =>
  `${describeSource(source)} leave through ${through?.join(', ') ?? 'every address'}`;
