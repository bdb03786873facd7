import { suiteEndsAsExpected } from './expected.ts';

await suiteEndsAsExpected('control-plane');
