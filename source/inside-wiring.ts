/** All that looking into a server takes, loaded only once that is asked for. */
export {inspections} from './checks/server/inspections.ts';
export {inspectionCalls as calls} from './knowledge/inspections.ts';
export {viewMeanings} from './knowledge/views.ts';
export {createPortsThere as portsThere} from './net/elsewhere/create-ports-there.ts';
export {openServer} from './net/server/open-server.ts';
