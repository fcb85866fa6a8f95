# TPM2_Quote: PCR 10 in two banks
pcr-only: 143
8002      tag: sessions
00000043  size
00000158  TPM_CC_Quote
80000001  handle: the signing key
00000009  size of the authorization area
40000009    TPM_RS_PW
0000        nonce: empty
00          attributes
0000        password: empty
0014      qualifying data: size
abababababababababababababababababababab    qualifying data
0010      scheme: the key's own
00000002  selections
000403000400    sha1
000b03000400    sha256
