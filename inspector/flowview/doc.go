// Package flowview says how a flow is shown: which lanes and rows its diagram has, and what is
// written about each message. The pages of the inspector, the exported files and the terminal use
// it, so that they all say the same.
//
//	text.go     names, outcomes and durations as text
//	diagram.go  Diagram: the lanes and rows of a flow
//	printable.go text without control characters, or shortened
//	svg.go      Drawing: a diagram as SVG
//	svgshape.go its lanes, arrows and colours
//	svglabel.go what is written at an arrow
//	terminal.go Terminal: messages as text
//	terminalline.go the line of a message
//	terminalbrief.go the parameters of a message in a few lines
//	compare.go  Compare: two flows, message beside message
//	sameparty.go addresses of one party in two flows
//	thread.go   Thread: which messages contain a value, and what is derived from it
//	way.go      where a value was created, and where it was sent, as a sentence
//	sighting.go finds the values of a flow, also those within tokens
//	held.go     what step mode did with a message
//	expiry.go   what of a flow expires next
//	redirect.go a redirect through the browser, and who can see its values
//
// About one message:
//
//	order.go        its parameters in the order of the dictionary
//	curl.go         the curl command that sends the request again
//	curlvariable.go the variables of that command, and where their values come from
//	shell.go        quoting for a POSIX shell
//	script.go       Script: the commands of a flow, one after the other
//	scriptvalue.go  where the values of that script come from
//	scriptshell.go  its functions, which read responses and make proofs
//	difference.go   what sender and receiver recorded differently
//	token.go        tokens as cards: whom they are for, lifetime, signature, warnings
//	tokenkind.go    what kind of token a value is
//	signature.go    what the service said about the signature of a token
package flowview
