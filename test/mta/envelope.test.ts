// What servers say to sender, recipient and message.
import {testScenarios} from './run-scenarios.ts';
import {envelope} from './scenarios/envelope.ts';
import {recipients} from './scenarios/recipients.ts';
import {serverFaults} from './scenarios/server-faults.ts';

testScenarios(envelope);
testScenarios(recipients);
testScenarios(serverFaults);
