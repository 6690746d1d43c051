/// Other people's SIP programs (sipp, baresip, JsSIP) and hostile input against the server, started as an operator starts it.
@NullMarked
package io.switchhook.interop;

import org.jspecify.annotations.NullMarked;
