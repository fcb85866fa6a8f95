# TPM2_PCR_Read: PCR 0, 10 and 17 in two banks
8001      tag: no sessions
0000001a  size
0000017e  TPM_CC_PCR_Read
00000002  selections
000403010402    sha1
000b03010402    sha256
