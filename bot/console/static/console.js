// Makes pages live. Without it every page works by forms and links.
"use strict";
