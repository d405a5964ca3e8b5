// The detail of one message. It is complete without this script.
"use strict";
