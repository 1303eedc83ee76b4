import { networks as defineNetworks } from './context.ts';

export const networks = defineNetworks([], ({ api }) => ({
  list: (cursor, call) => api.networks(cursor, call),
  subnets: (network, cursor, call) => api.subnets(network, cursor, call),
}));
