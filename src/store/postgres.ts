import type { Backend, BackendDeps } from './backend.ts';
export declare function openPostgres(url: string, deps: BackendDeps): Promise<Backend>;
