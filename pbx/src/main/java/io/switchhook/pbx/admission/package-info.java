/// Who gets in: what is refused under overload, who asks too much, who guesses passwords, and who is banned for it.
@org.jspecify.annotations.NullMarked
package io.switchhook.pbx.admission;
