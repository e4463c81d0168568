"""China Customs' own partner codes, as its query platform lists them: 344 is Russia here, Hong Kong in M49.

One partner a line: code, our code (ISO 3166 alpha-3 or one of etl.codes.areas), English names as the
publisher spells them in different years and places, Chinese name.
"""

PARTNERS = """
101|AFG|Afghanistan|阿富汗
102|BHR|Bahrain/Bahrian|巴林
103|BGD|Bangladesh|孟加拉国
104|BTN|Bhutan|不丹
105|BRN|Brunei|文莱
106|MMR|Myanmar|缅甸
107|KHM|Cambodia|柬埔寨
108|CYP|Cyprus|塞浦路斯
109|PRK|Democratic People's Republic of Korea/Korea, DPR|朝鲜
110|HKG|Hong Kong, China|中国香港
111|IND|India|印度
112|IDN|Indonesia|印度尼西亚
113|IRN|Iran|伊朗
114|IRQ|Iraq|伊拉克
115|ISR|Israel|以色列
116|JPN|Japan|日本
117|JOR|Jordan|约旦
118|KWT|Kuwait|科威特
119|LAO|Lao/Laos/Lao PDR|老挝
120|LBN|Lebanon|黎巴嫩
121|MAC|Macao, China/Macau, China|中国澳门
122|MYS|Malaysia|马来西亚
123|MDV|Maldives|马尔代夫
124|MNG|Mongolia|蒙古
125|NPL|Nepal/Nepal, FDR|尼泊尔联邦民主共和国
126|OMN|Oman|阿曼
127|PAK|Pakistan|巴基斯坦
128|PSE|Palestine|巴勒斯坦
129|PHL|Philippines|菲律宾
130|QAT|Qatar|卡塔尔
131|SAU|Saudi Arabia|沙特阿拉伯
132|SGP|Singapore|新加坡
133|KOR|Republic of Korea/Korea, Rep.|韩国
134|LKA|Sri Lanka|斯里兰卡
135|SYR|Syria/Syrian Arab Republic|叙利亚
136|THA|Thailand|泰国
137|TUR|Türkiye/Turkey|土耳其
138|ARE|United Arab Emirates|阿联酋
139|YEM|Yemen|也门
141|VNM|Viet Nam|越南
142|CHN|China|中国
143|TWN|Taiwan, China|中国台湾
144|TLS|Timor-Leste|东帝汶
145|KAZ|Kazakhstan|哈萨克斯坦
146|KGZ|Kyrgyzstan|吉尔吉斯斯坦
147|TJK|Tajikistan|塔吉克斯坦
148|TKM|Turkmenistan|土库曼斯坦
149|UZB|Uzbekistan|乌兹别克斯坦
150|GEO|Georgia|格鲁吉亚
151|ARM|Armenia|亚美尼亚
152|AZE|Azerbai jan/Azerbaijan|阿塞拜疆
199|XNT|Oth. Asia nes|亚洲其他国家(地区)
201|DZA|Algeria|阿尔及利亚
202|AGO|Angola|安哥拉
203|BEN|Benin|贝宁
204|BWA|Botswana|博茨瓦纳
205|BDI|Burundi|布隆迪
206|CMR|Cameroon|喀麦隆
207|XTI|Canary Islands|加那利群岛
208|CPV|Cabo Verde/Cape Verde|佛得角
209|CAF|Central African Republic|中非
210|XTE|Ceuta|塞卜泰(休达)
211|TCD|Chad|乍得
212|COM|Comoros|科摩罗
213|COG|Congo|刚果(布)
214|DJI|Djibouti|吉布提
215|EGY|Egypt|埃及
216|GNQ|Equatorial Guinea|赤道几内亚
217|ETH|Ethiopia|埃塞俄比亚
218|GAB|Gabon|加蓬
219|GMB|Gambia|冈比亚
220|GHA|Ghana|加纳
221|GIN|Guinea|几内亚
222|GNB|Guinea-Bissau|几内亚比绍
223|CIV|Cote d'lvoire/Cote d'Ivoire|科特迪瓦
224|KEN|Kenya|肯尼亚
225|LBR|Liberia|利比里亚
226|LBY|Libya/Libyan Arab Jamahiriya|利比亚
227|MDG|Madagascar|马达加斯加
228|MWI|Malawi|马拉维
229|MLI|Mali|马里
230|MRT|Mauritania|毛里塔尼亚
231|MUS|Mauritius|毛里求斯
232|MAR|Morocco|摩洛哥
233|MOZ|Mozambique|莫桑比克
234|NAM|Namibia|纳米比亚
235|NER|Niger|尼日尔
236|NGA|Nigeria|尼日利亚
237|REU|Réunion/Reunion|留尼汪
238|RWA|Rwanda|卢旺达
239|STP|Sao Tome and Principe|圣多美和普林西比
240|SEN|Senegal|塞内加尔
241|SYC|Seychelles|塞舌尔
242|SLE|Sierra Leone|塞拉利昂
243|SOM|Somalia|索马里
244|ZAF|South Africa|南非
245|ESH|Western Sahara|西撒哈拉
246|SDN|Sudan|苏丹
247|TZA|Tanzania|坦桑尼亚
248|TGO|Togo|多哥
249|TUN|Tunisia|突尼斯
250|UGA|Uganda|乌干达
251|BFA|Burkina Faso|布基纳法索
252|COD|Democratic Republic of Congo/Congo, DR|刚果(金)
253|ZMB|Zambia|赞比亚
254|ZWE|Zimbabwe|津巴布韦
255|LSO|Lesotho|莱索托
256|XTL|Melilla|梅利利亚
257|SWZ|Swaziland|斯威士兰
258|ERI|Eritrea|厄立特里亚
259|MYT|Mayotte|马约特
260|SSD|South Sudan/Republic of South Sudan|南苏丹共和国
299|XNA|Oth. Afr. nes|非洲其他国家(地区)
301|BEL|Belgium|比利时
302|DNK|Denmark|丹麦
303|GBR|United Kingdom|英国
304|DEU|Germany|德国
305|FRA|France|法国
306|IRL|Ireland|爱尔兰
307|ITA|Italy|意大利
308|LUX|Luxembourg|卢森堡
309|NLD|Netherlands|荷兰
310|GRC|Greece|希腊
311|PRT|Portugal|葡萄牙
312|ESP|Spain|西班牙
313|ALB|Albania|阿尔巴尼亚
314|AND|Andorra|安道尔
315|AUT|Austria|奥地利
316|BGR|Bulgaria|保加利亚
318|FIN|Finland|芬兰
320|GIB|Gibraltar|直布罗陀
321|HUN|Hungary|匈牙利
322|ISL|Iceland|冰岛
323|LIE|Liechtenstein|列支敦士登
324|MLT|Malta|马耳他
325|MCO|Monaco|摩纳哥
326|NOR|Norway|挪威
327|POL|Poland|波兰
328|ROU|Romania|罗马尼亚
329|SMR|San Marino|圣马力诺
330|SWE|Sweden|瑞典
331|CHE|Switzerland|瑞士
334|EST|Estonia|爱沙尼亚
335|LVA|Latvia|拉脱维亚
336|LTU|Lithuania|立陶宛
337|GEO|Georgia|格鲁吉亚
338|ARM|Armenia|亚美尼亚
339|AZE|Azerbai jan/Azerbaijan|阿塞拜疆
340|BLR|Belarus|白俄罗斯
343|MDA|Moldova|摩尔多瓦
344|RUS|Russia/Russian Federation|俄罗斯联邦
347|UKR|Ukraine|乌克兰
349|SCG|Serbia and Montenegro|塞尔维亚和黑山
350|SVN|Slovenia|斯洛文尼亚
351|HRV|Croatia|克罗地亚
352|CZE|Czechia (Czech Republic)/Czech Republic|捷克
353|SVK|Slovakia|斯洛伐克
354|MKD|Republic of North Macedonia|北马其顿共和国
355|BIH|Bosnia and Herzegovina/Bosnia and Hercegovina|波黑
356|VAT|Vatican City State|梵蒂冈城国
357|FRO|Faroe Islands|法罗群岛
358|SRB|Serbia|塞尔维亚
359|MNE|Montenegro|黑山
399|XNP|Oth. Eur. nes|欧洲其他国家(地区)
401|ATG|Antigua & Barbuda|安提瓜和巴布达
402|ARG|Argentina|阿根廷
403|ABW|Aruba|阿鲁巴
404|BHS|Bahamas|巴哈马
405|BRB|Barbados|巴巴多斯
406|BLZ|Belize|伯利兹
408|BOL|Bolivia/Estado Plurinacional de Bolivia|多民族玻利维亚国
409|XTB|Bonaire|博内尔
410|BRA|Brazil|巴西
411|CYM|Cayman Islands|开曼群岛
412|CHL|Chile|智利
413|COL|Colombia|哥伦比亚
414|DMA|Dominica|多米尼克
415|CRI|Costa Rica|哥斯达黎加
416|CUB|Cuba|古巴
417|CUW|Curacao|库腊索岛
418|DOM|Dominican Republic|多米尼加共和国
419|ECU|Ecuador|厄瓜多尔
420|GUF|French Guiana|法属圭亚那
421|GRD|Grenada|格林纳达
422|GLP|Guadeloupe|瓜德罗普
423|GTM|Guatemala|危地马拉
424|GUY|Guyana|圭亚那
425|HTI|Haiti|海地
426|HND|Honduras|洪都拉斯
427|JAM|Jamaica|牙买加
428|MTQ|Martinique|马提尼克
429|MEX|Mexico|墨西哥
430|MSR|Montserrat|蒙特塞拉特
431|NIC|Nicaragua|尼加拉瓜
432|PAN|Panama|巴拿马
433|PRY|Paraguay|巴拉圭
434|PER|Peru|秘鲁
435|PRI|Puerto Rico|波多黎各
436|XTS|Saba|萨巴
437|LCA|Saint Lucia|圣卢西亚
438|XTM|Saint Martin Islands|圣马丁岛
439|VCT|Saint Vincent and Grenadines|圣文森特和格林纳丁斯
440|SLV|El Salvador|萨尔瓦多
441|SUR|Suriname|苏里南
442|TTO|Trinidad and Tobago|特立尼达和多巴哥
443|TCA|Turks and Caicos Islands|特克斯和凯科斯群岛
444|URY|Uruguay|乌拉圭
445|VEN|Venezuela|委内瑞拉
446|VGB|Virgin Islands, British|英属维尔京群岛
447|KNA|Saint Kitts and Nevis|圣其茨和尼维斯
448|SPM|Saint.Pierre and Miquelon|圣皮埃尔和密克隆
449|ANT|Netherlands Antilles|荷属安地列斯
499|XNH|Oth. L.Amer. nes|拉丁美洲其他国家(地区)
501|CAN|Canada|加拿大
502|USA|United States|美国
503|GRL|Greenland|格陵兰
504|BMU|Bermuda|百慕大
599|XNJ|Oth. N.Amer. nes|北美洲其他国家(地区)
601|AUS|Australia|澳大利亚
602|COK|Cook Islands|库克群岛
603|FJI|Fiji|斐济
604|XTG|Gambier Islands|盖比群岛
605|XTQ|Marquesas Islands|马克萨斯群岛
606|NRU|Nauru|瑙鲁
607|NCL|New Caledonia|新喀里多尼亚
608|VUT|Vanuatu|瓦努阿图
609|NZL|New Zealand|新西兰
610|NFK|Norfolk Island|诺福克岛
611|PNG|Papua New Guinea|巴布亚新几内亚
612|XTO|Society Islands|社会群岛
613|SLB|Solomon Islands|所罗门群岛
614|TON|Tonga|汤加
615|XTU|Tuamotu Islands|土阿莫土群岛
616|XTR|Tubai Islands/Tubuai Islands|土布艾群岛
617|WSM|Samoa|萨摩亚
618|KIR|Kiribati|基里巴斯
619|TUV|Tuvalu|图瓦卢
620|FSM|The Federated States of Micronesia/Micronesia, Fs|密克罗尼西亚联邦
621|MHL|Marshall Islands|马绍尔群岛
622|PLW|Palau|帕劳
623|PYF|French Polynesia|法属波利尼西亚
625|WLF|Wallis and Futuna|瓦利斯和浮图纳
626|ASM|American Samoa|美属萨摩亚
629|GUM|Guam|关岛
631|MNP|Northern Mariana Islands|北马里亚纳群岛
699|XNO|Oth. Ocean. nes|大洋洲其他国家(地区)
701|XNX|Countries(reg.) unknown|国(地)别不详
702|XNI|UN and oth. int'l org.|联合国及机构和国际组织
999|XND|Conutries of Neutral Package/Countries of Neutral Package|中性包装原产国别
"""
