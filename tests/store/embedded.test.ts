import { collectionContract } from '#tests/contracts/collection.ts';
import { queueContract } from '#tests/contracts/queue.ts';
import { embeddedBed } from './places.ts';

collectionContract('embedded', embeddedBed);
queueContract('embedded', embeddedBed);
