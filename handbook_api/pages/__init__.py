"""What every page shares: the base of pages, cookies, the layout, the design system.

A page calls the same services as the API and shows the same shapes. What a page is about lies in
`webclient` and `console`; this room knows nothing of members, documents or notices.
"""
