export { NatError } from '../src/errors.ts';
export { exactlyOnce } from '../src/exactly-once.ts';
export { JoinedListing } from '../src/joined-listing.ts';
export { Lanes } from '../src/lanes.ts';
export { followPages, Listing } from '../src/listing.ts';
export { waitUntil } from '../src/poll.ts';
