// SwiftPM wants a source file for each target of C.
#include "CPrefetch.h"
