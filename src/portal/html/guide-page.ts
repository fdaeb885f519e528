import type { PortalSite } from '../site.ts';
import { html } from './html.ts';
import { type Page, PATHS } from './layout.ts';

/** Questions families and offices ask, what is kept about them, how programs use the portal. */
export const guidePage = (site: PortalSite): Page => ({
  title: 'Hướng dẫn',
  under: PATHS.guide,
  main: html`<h1>Hướng dẫn</h1>
<div class="prose">
<h2>Xem học bạ của con</h2>
<p>Quét mã QR trên học bạ bằng máy ảnh của điện thoại, hoặc gõ mã tra cứu 32 ký tự in dưới mã QR, rồi nhập ngày sinh của học sinh. Không cần tài khoản, không cần cài ứng dụng.</p>
<h2 class="above-32">Các câu trả lời có thể gặp</h2>
<p><b>Hợp lệ</b>: học bạ đã chốt, có ngày hiệu lực, không ai sửa được nữa.</p>
<p><b>Đã tiếp nhận, chưa chốt</b>: Sở đã nhận, nhà trường còn có thể thu hồi hoặc thay bản khác trước ngày chốt 30/6 (đợt 1) hoặc 15/8 (đợt 2).</p>
<p><b>Đã thu hồi</b> hoặc <b>Đã được thay thế</b>: bản cũ không còn giá trị.</p>
<p><b>Chưa kết luận được</b>: chữ ký nguyên vẹn nhưng lúc này chưa hỏi được tình trạng chứng thư; thử lại sau.</p>
<p><b>Không tìm thấy</b>: sai mã hoặc sai ngày sinh. Cổng không nói sai ở đâu, để người lạ không dò được.</p>
<h2 class="above-32">Nhận học bạ từ người khác</h2>
<p>Đừng chỉ nhìn bản in. Quét mã QR và xem tên miền của cổng, hoặc <a href="${PATHS.verify}">xác thực tệp</a> PDF hay XML nhận được.</p>
<h2 class="above-32" id="du-lieu">Bảo vệ dữ liệu cá nhân</h2>
<p>Cổng không giữ tên, địa chỉ mạng hay thiết bị của người xem. Mỗi lần tra cứu, xem, tải một học bạ được ghi thời điểm và việc đã làm, để gia đình theo dõi ngay trên trang học bạ. Tệp đưa lên để xác thực được kiểm tra rồi bỏ đi. Địa chỉ trang không chứa tên học sinh, và không trang nào được đưa lên máy tìm kiếm.</p>
<h2 class="above-32" id="tro-nang">Trợ năng</h2>
<p>Mọi trang dùng được bằng bàn phím, bằng trình đọc màn hình, không cần JavaScript, và trên điện thoại rộng 360 điểm ảnh. Mọi trạng thái đều có chữ, không chỉ có màu. Gặp chỗ khó dùng, gọi ${site.support}.</p>
<h2 class="above-32" id="nha-phat-trien">Nhà phát triển</h2>
<p>Phần mềm có thể xác thực tệp ở <span class="code">POST /api/verify</span> và tra cứu ở <span class="code">POST /api/portal/v1/look-ups</span>; mô tả đầy đủ ở <a href="/openapi.json">/openapi.json</a>. Giới hạn dò mã giống như trên trang.</p>
</div>`,
});
