import { collectionContract } from '#tests/contracts/collection.ts';
import { queueContract } from '#tests/contracts/queue.ts';
import { memoryBed } from './places.ts';

collectionContract('in memory', memoryBed);
queueContract('in memory', memoryBed);
