export { NatError } from '../src/errors.ts';
export { Listing } from '../src/listing.ts';
export { matchesPattern } from '../src/model/name-pattern.ts';
export { MultiCloudListing } from '../src/multi-cloud-listing.ts';
export { exactlyOnce } from '../src/runtime/exactly-once.ts';
export { Lanes } from '../src/runtime/lanes.ts';
export { followPages } from '../src/runtime/pages.ts';
export { waitUntil } from '../src/runtime/poll.ts';
