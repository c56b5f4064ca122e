import type { Backend, BackendDeps } from './backend.ts';
export declare function openRedis(url: string, deps: BackendDeps): Promise<Backend>;
